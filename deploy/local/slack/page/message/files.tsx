import type { SeenMessage } from '../../person/protocol.ts';
import { Icon } from '../style/icon.tsx';
import { bytesInWords } from './bytes.ts';

/** The files of a message, to be saved. */
export function Files({ message: { files = [] } }: { message: SeenMessage }) {
  if (files.length === 0) return null;
  return (
    <ul className="files" aria-label="Files">
      {files.map(({ id, name, title, size }) => (
        <li key={id}>
          <a className="file" href={`/client/files/${encodeURIComponent(id)}`} download={name}>
            <Icon name="file" />
            <span className="file__name">{title || name}</span>
            <span className="quiet">{bytesInWords(size)}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

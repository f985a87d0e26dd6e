import { useDesk, useModel } from '../client/desk.ts';
import { Avatar } from '../people/avatar.tsx';
import { peopleOf } from '../people/names.ts';

/** Whoever one acts as. */
export function PersonSwitch() {
  const { go } = useDesk();
  const workspace = useModel((model) => model.workspace);
  const me = useModel((model) => model.route.person);
  const place = useModel((model) => model.route.place);
  if (workspace === undefined) return null;
  return (
    <fieldset className="persons">
      <legend className="sidebar__heading">You are</legend>
      {peopleOf(workspace).map((person) => (
        <label key={person.id} className="person">
          <input
            type="radio"
            name="person"
            className="aloud"
            checked={person.id === me}
            // Direct messages are each person's own.
            onChange={() => go({ person: person.id, ...(place && !place.startsWith('D') && { place }) })}
          />
          <Avatar of={person} size="small" />
          <span className="person__name">{person.name}</span>
          <span className="person__role">{person.role}</span>
        </label>
      ))}
    </fieldset>
  );
}

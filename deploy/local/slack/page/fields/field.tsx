import { Choices } from './choices.tsx';
import type { FieldElement } from './elements.ts';
import type { FieldProps } from './field-props.ts';
import { MenuField } from './menu-field.tsx';
import { MomentField } from './moment-field.tsx';
import { TextField } from './text-field.tsx';

/** Anything a person enters something into. */
export function Field({ element, ...rest }: FieldProps<FieldElement>) {
  switch (element.type) {
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
    case 'rich_text_input':
      return <TextField element={element} {...rest} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <MomentField element={element} {...rest} />;
    case 'radio_buttons':
    case 'checkboxes':
      return <Choices element={element} {...rest} />;
    case 'file_input':
      return <p className="not-drawn">Files cannot be added here (file_input).</p>;
    default:
      return <MenuField element={element} {...rest} />;
  }
}

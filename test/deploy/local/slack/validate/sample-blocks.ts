export const plain = (text: string) => ({ type: 'plain_text', text });
export const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
export const button = (more: object = {}) => ({ type: 'button', text: plain('Go'), ...more });
export const actions = (...elements: object[]) => ({ type: 'actions', elements });
export const option = (value: string, text = value) => ({ text: plain(text), value });
export const many = <Item>(count: number, make: (index: number) => Item) =>
  Array.from({ length: count }, (_, index) => make(index));
export const richText = (...elements: object[]) => ({ type: 'rich_text', elements });
export const paragraph = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] });
export const x = (count: number) => 'x'.repeat(count);

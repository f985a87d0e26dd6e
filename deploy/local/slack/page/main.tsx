import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { dismissedBefore, rememberDismissed } from './client/dismissed.ts';
import { initialModel } from './state/model.ts';
import { readRoute } from './state/route.ts';
import { createStore } from './state/store.ts';

const place = document.getElementById('page');
if (place === null) throw new Error('the page has a place to be drawn in');
const store = createStore({ ...initialModel(readRoute(location.hash)), dismissed: dismissedBefore() });
rememberDismissed(store);
createRoot(place).render(<App store={store} />);

// Starts the page.
import { render } from 'preact';
import { followActivity } from './activity.ts';
import { App } from './app.tsx';
import './page.css';

const root = document.getElementById('page');
if (root === null) throw new Error('index.html has no element for the page');
root.replaceChildren();
await followActivity();
render(<App />, root);

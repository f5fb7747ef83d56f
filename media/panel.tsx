/**
 * The panel's entry. Native elements with theme variables rather than web components: the table must be a real
 * <table> with sortable headers, and the elements' library would make the script twice as large for three buttons.
 */
import { render } from 'preact';
import { App } from './components/app.tsx';
import './styles/panel.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');
render(<App />, root);

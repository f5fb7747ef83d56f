/** The entry of the page that shows a fine-tuning's report: see panel.tsx. */
import { render } from 'preact';
import { Report } from './components/report.tsx';
import './styles/report.css';

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no element with the id "root".');
render(<Report />, root);

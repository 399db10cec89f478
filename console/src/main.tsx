import { render } from 'preact';
import { App } from './app';
import './styles/tokens.css';
import './styles/base.css';
import './styles/ui.css';
import { listenForKeys } from './ui/keys';

listenForKeys(window);
render(<App />, document.getElementById('app')!);

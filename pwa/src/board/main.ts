import '../ui/theme.css';
import '../ui/i18n/areas-board';
import { mount } from 'svelte';
import { startLocale } from '../ui/i18n/i18n.svelte';
import { startTheme } from '../ui/theme.svelte';
import App from './App.svelte';

document.documentElement.dataset['face'] = 'board';
startLocale();
startTheme();

const target = document.getElementById('app');
if (!target) throw new Error('board.html has no #app');
mount(App, { target });

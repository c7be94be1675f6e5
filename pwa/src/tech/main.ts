import '../ui/theme.css';
import '../ui/i18n/areas-phone';
import './phone.css';
import { mount } from 'svelte';
import { startLocale } from '../ui/i18n/i18n.svelte';
import { startTheme } from '../ui/theme.svelte';
import App from './App.svelte';
import { listenForInstall } from './install.svelte';
import { listenForUpdate } from './update.svelte';

document.documentElement.dataset['face'] = 'phone';
startLocale();
startTheme();
listenForInstall();

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');
mount(App, { target });
void listenForUpdate();

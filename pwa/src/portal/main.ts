import '../ui/theme.css';
import { mount } from 'svelte';
import { startLocale } from '../ui/i18n/i18n.svelte';
import { startTheme } from '../ui/theme.svelte';
import Landing from './Landing.svelte';

startLocale();
startTheme();

const target = document.getElementById('app');
if (!target) throw new Error('portal.html has no #app');
mount(Landing, { target });

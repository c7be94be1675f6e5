/**
 * Every component in its states, for eyes and for axe. Not part of the product.
 *
 * `gallery.html?story=…&theme=day|night|sun&lang=zh-CN|en`, the stories as in stories.ts
 */
import { mount } from 'svelte';
import '../ui/theme.css';
import { allAreas } from '../ui/i18n/all';
import { register } from '../ui/i18n/catalogue';
import { setLocale } from '../ui/i18n/i18n.svelte';
import { startTheme, type ThemeChoice } from '../ui/theme.svelte';
import { STORIES } from './stories';

const query = new URLSearchParams(location.search);
const story = STORIES[query.get('story') ?? 'base'] ?? STORIES['base'];

register(...allAreas);
setLocale(query.get('lang') === 'en' ? 'en' : 'zh-CN', false);
startTheme((query.get('theme') ?? 'day') as ThemeChoice);
document.documentElement.dataset['face'] = story?.face ?? 'phone';

const target = document.getElementById('app');
if (target && story) mount(story.component, { target });

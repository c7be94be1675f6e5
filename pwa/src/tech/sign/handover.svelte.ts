/** While the phone is in the customer's hand: his language, larger type, all undone afterwards. */
import { type Locale, locale, setLocale } from '../../ui/i18n/i18n.svelte';

const LARGE = '125%';

export class HandOver {
  isLarge = $state(false);
  private readonly before: Locale = locale();

  /** `wanted`: the contact's language tag, "" when unknown. */
  constructor(wanted: string) {
    if (wanted !== '') setLocale(wanted.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en', false);
  }

  flipLanguage(): void {
    setLocale(locale() === 'en' ? 'zh-CN' : 'en', false);
  }

  flipSize(): void {
    this.isLarge = !this.isLarge;
    document.documentElement.style.fontSize = this.isLarge ? LARGE : '';
  }

  end(): void {
    document.documentElement.style.fontSize = '';
    setLocale(this.before, false);
  }
}

import type { LucideIcon } from '@lucide/svelte';

/** A Lucide icon component, imported one by one: `@lucide/svelte/icons/phone`. */
export type Icon = LucideIcon;

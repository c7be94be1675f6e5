import type { Component } from 'svelte';
import Base from './Base.svelte';
import Board from './Board.svelte';
import Device from './Device.svelte';
import Phone from './Phone.svelte';
import Job from './screens/Job.svelte';
import Orders from './screens/Orders.svelte';
import Outbox from './screens/Outbox.svelte';
import ReceiptScreen from './screens/ReceiptScreen.svelte';
import Sign from './screens/Sign.svelte';
import Today from './screens/Today.svelte';

export const STORIES: Readonly<
  Record<string, { readonly component: Component; readonly face: 'phone' | 'board' }>
> = {
  base: { component: Base, face: 'phone' },
  'base-board': { component: Base, face: 'board' },
  phone: { component: Phone, face: 'phone' },
  device: { component: Device, face: 'phone' },
  board: { component: Board, face: 'board' },
  today: { component: Today, face: 'phone' },
  job: { component: Job, face: 'phone' },
  outbox: { component: Outbox, face: 'phone' },
  receipt: { component: ReceiptScreen, face: 'phone' },
  sign: { component: Sign, face: 'phone' },
  orders: { component: Orders, face: 'board' },
};

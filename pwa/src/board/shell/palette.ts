/** What the palette offers for a question. */

import CirclePause from '@lucide/svelte/icons/circle-pause';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Keyboard from '@lucide/svelte/icons/keyboard';
import MapPin from '@lucide/svelte/icons/map-pin';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Phone from '@lucide/svelte/icons/phone';
import User from '@lucide/svelte/icons/user';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Customer, Technician, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { t } from '../../ui/i18n/i18n.svelte';
import type { Icon } from '../../ui/icon';
import type { Desk } from '../context';
import { isAssignable, isOpen, numberOf } from '../queries/orders';
import { placeText } from '../queries/places';
import { score, search } from '../queries/search';
import { go, hrefOf } from '../router';

export interface PaletteItem {
  readonly id: string;
  readonly group: string;
  readonly icon: Icon;
  readonly label: string;
  readonly detail: string;
  readonly keys?: string;
  readonly run: (desk: Desk) => void;
}

function showOnBoard(orderId: string): (desk: Desk) => void {
  return ({ board }) => {
    if (board.mode === 'intake') board.back();
    board.select(orderId);
    go(hrefOf('board'));
  };
}

function onOrder(view: View, orderId: string): PaletteItem[] {
  const order = view.get('work_order', orderId);
  if (!order) return [];
  const group = t('board.search.current', { number: numberOf(order) });
  const item = (id: string, icon: Icon, label: string, keys: string, run: PaletteItem['run']) => ({
    id,
    group,
    icon,
    label,
    detail: '',
    keys,
    run,
  });
  const items = [
    item('note', MessageSquare, t('board.act.note'), 'N', ({ board }) => {
      board.ask = { kind: 'note', order: orderId };
    }),
    item('page', ClipboardList, t('board.act.open_page'), '', () =>
      go(hrefOf('order', { number: numberOf(order) })),
    ),
  ];
  if (isAssignable(order)) {
    items.unshift(
      item('assign', User, t('board.act.assign'), 'A', ({ board }) => {
        go(hrefOf('board'));
        board.assign(orderId);
      }),
    );
  }
  if (isOpen(order) && order.state !== 'on_hold') {
    items.push(
      item('hold', CirclePause, t('board.act.hold'), 'H', ({ board }) => {
        board.ask = { kind: 'hold', order: orderId };
      }),
    );
  }
  return items;
}

function commands(): PaletteItem[] {
  const group = t('board.search.commands');
  return [
    {
      id: 'intake',
      group,
      icon: Phone,
      label: t('board.act.intake'),
      detail: '',
      keys: 'C',
      run: ({ board }) => {
        go(hrefOf('board'));
        board.intake();
      },
    },
    {
      id: 'keys',
      group,
      icon: Keyboard,
      label: t('board.keys.title'),
      detail: '',
      keys: '?',
      run: ({ board }) => {
        board.shortcuts = true;
      },
    },
  ];
}

function orderItem(view: View, order: WorkOrder): PaletteItem {
  return {
    id: order.id,
    group: t('board.search.orders'),
    icon: Wrench,
    label: `${numberOf(order)} ${order.title}`,
    detail: `${t(`order_state.${order.state}`)} · ${placeText(view, order)}`,
    run: showOnBoard(order.id),
  };
}

function technicianItem(technician: Technician, selected: string | null): PaletteItem {
  return {
    id: technician.id,
    group: t('board.search.technicians'),
    icon: selected === null ? MapPin : User,
    label: technician.name,
    detail: technician.phone,
    run: ({ board }) => {
      go(hrefOf('board'));
      if (selected !== null) board.assign(selected);
      board.preview = technician.id;
    },
  };
}

function customerItem(customer: Customer): PaletteItem {
  return {
    id: customer.id,
    group: t('board.search.customers'),
    icon: User,
    label: customer.name,
    detail: customer.phone,
    run: () => go(hrefOf('orders', {}, { customer: customer.id })),
  };
}

export function paletteItems(view: View, query: string, selected: string | null): PaletteItem[] {
  const acts = [...(selected === null ? [] : onOrder(view, selected)), ...commands()];
  const asked = query.trim();
  if (asked === '') return acts;
  const hits = search(view, asked);
  return [
    ...acts.filter((each) => score([each.label], asked) > 0),
    ...hits.orders.map((each) => orderItem(view, each)),
    ...hits.technicians.map((each) => technicianItem(each, selected)),
    ...hits.customers.map(customerItem),
  ];
}

/** What the palette offers for a question. */

import Building2 from '@lucide/svelte/icons/building-2';
import CirclePause from '@lucide/svelte/icons/circle-pause';
import ClipboardList from '@lucide/svelte/icons/clipboard-list';
import Cog from '@lucide/svelte/icons/cog';
import Keyboard from '@lucide/svelte/icons/keyboard';
import MapPin from '@lucide/svelte/icons/map-pin';
import MessageSquare from '@lucide/svelte/icons/message-square';
import Phone from '@lucide/svelte/icons/phone';
import Settings from '@lucide/svelte/icons/settings';
import User from '@lucide/svelte/icons/user';
import Wrench from '@lucide/svelte/icons/wrench';
import type { Asset, Customer, Project, Technician, WorkOrder } from '../../contract/kinds';
import type { View } from '../../sync/api';
import { t } from '../../ui/i18n/i18n.svelte';
import type { Icon } from '../../ui/icon';
import { pagesOf } from '../administration/kit/pages';
import type { Desk } from '../context';
import { isAssignable, isOpen, numberOf } from '../queries/orders';
import { pathOf, placeText } from '../queries/places';
import { score, search } from '../queries/search';
import { go, hrefOf } from '../router';

/** An estate has hundreds of orders: they must not push the estate itself off the screen. */
const ORDERS_AMONG_OTHERS = 5;

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

function projectItem({ id, name, type }: Project): PaletteItem {
  return {
    id,
    group: t('admin.search.projects'),
    icon: Building2,
    label: name,
    detail: t(`project_type.${type}`),
    run: () => go(hrefOf('projects', {}, { open: id })),
  };
}

function placeItem(view: View, id: string): PaletteItem {
  const place = view.get('location', id);
  const open = place?.project_id ?? '';
  return {
    id,
    group: t('admin.search.projects'),
    icon: MapPin,
    label: pathOf(view, id).join(' · '),
    detail: place?.code ?? '',
    run: () => go(hrefOf('projects', {}, { open, place: id })),
  };
}

function assetItem(view: View, asset: Asset): PaletteItem {
  return {
    id: asset.id,
    group: t('admin.search.assets'),
    icon: Cog,
    label: `${asset.code} ${asset.name}`.trim(),
    detail: [asset.serial, ...pathOf(view, asset.location_id)].filter(Boolean).join(' · '),
    run: () => go(hrefOf('assets', {}, { open: asset.id })),
  };
}

/** Pages of administration that this person may open. */
function pages({ session }: Desk): PaletteItem[] {
  return pagesOf(session).map((name) => ({
    id: `page:${name}`,
    group: t('admin.search.pages'),
    icon: Settings,
    label: t(`admin.page.${name}`),
    detail: '',
    run: () => go(hrefOf(name)),
  }));
}

export function paletteItems(
  desk: Desk,
  view: View,
  query: string,
  selected: string | null,
): PaletteItem[] {
  const acts = [...(selected === null ? [] : onOrder(view, selected)), ...commands()];
  const asked = query.trim();
  if (asked === '') return acts;
  const hits = search(view, asked);
  const others =
    hits.technicians.length +
    hits.customers.length +
    hits.projects.length +
    hits.places.length +
    hits.assets.length;
  return [
    ...[...acts, ...pages(desk)].filter((each) => score([each.label], asked) > 0),
    ...hits.orders
      .slice(0, others > 0 ? ORDERS_AMONG_OTHERS : hits.orders.length)
      .map((each) => orderItem(view, each)),
    ...hits.technicians.map((each) => technicianItem(each, selected)),
    ...hits.customers.map(customerItem),
    ...hits.projects.map(projectItem),
    ...hits.places.map((id) => placeItem(view, id)),
    ...hits.assets.map((each) => assetItem(view, each)),
  ];
}

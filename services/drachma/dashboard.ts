/** The board: the panels that the operators' guide asks for, every alert with its limits, and what explains both. */
import {
  board,
  boards,
  collapsed,
  legend,
  panelForAlert,
  row,
  sloBoard,
  stat,
  timeSeries,
  UP_DOWN,
} from '../../dashboards';
import type { RowDefinition } from '../../dashboards';
import { instance } from '../../model';
import type { BoardContext, Boards } from '../../model';
import * as a from './alerts';
import { metrics as m } from './metrics';
import * as ask from './queries';
import { network, role } from './queries';

export const BOARD = 'drachma-overview';

const node = legend`${network} ${role} ${instance}`;

/** The boards in one environment: the nodes, and what they promise. */
export function drachmaBoards(context: BoardContext): Boards {
  const objectives = { service: 'drachma', title: 'Chains / PARTHENON CHAIN objectives', variablesFrom: m.up };
  return boards(drachmaBoard(context), sloBoard(context, objectives));
}

/** The board in one environment; what the dialect lacks is left out and listed at its end. */
export function drachmaBoard(context: BoardContext): Boards {
  return board(context, {
    uid: BOARD,
    title: 'Chains / PARTHENON CHAIN',
    service: 'drachma',
    description: 'Does the chain go on, and do our nodes follow it? For whoever is on call.',
    variablesFrom: m.up,
    hours: 3,
    rows: [health(), chain(), miners(), mempool(), outside(), details()],
  });
}

const health = (): RowDefinition =>
  row('Health', [
    stat({
      title: 'Up',
      description: 'Whether each node, or the exporter beside it, answers scrapes. Normal: all up.',
      query: ask.answers,
      words: UP_DOWN,
      alerts: [a.down, a.absent],
    }),
    stat({
      title: 'Sync status',
      description:
        'Share of the chain that the node has, by the height that its peers tell. Normal: 100 %. A node that starts ' +
        'climbs there; one that stays below it is stuck.',
      query: ask.synchronised,
      decimals: 2,
    }),
    panelForAlert(a.mostDown, {
      title: 'Nodes that answer',
      description: 'Share of the nodes that answer, by network and role. Normal: all; one less is no emergency.',
      legend: legend`${network} ${role}`,
    }),
    panelForAlert(a.mostP2pClosed, {
      title: 'Ports that accept peers',
      description: 'Share of the probed nodes whose port 9333 accepts connections. Normal: all.',
      legend: 'all nodes',
    }),
    panelForAlert(a.chainStalled, {
      title: 'Age of the newest block',
      description:
        'Time since the newest block that any watched node has. Normal: about a minute, now and then ten. It grows ' +
        'while nobody mines, or while our nodes are cut off from those that do.',
      legend: legend`${network}`,
    }),
    panelForAlert(a.fewPeers, {
      title: 'Peer count',
      description: 'Nodes that each one is connected to. Normal: 8 and more; a node takes no more than 64.',
      legend: node,
    }),
    panelForAlert(a.forkDetected, {
      title: 'Chain tips',
      description:
        'Branches that compete to be the chain, as each node sees them. Normal: 1; 2 for a minute now and then.',
      legend: node,
    }),
  ]);

const chain = (): RowDefinition =>
  row('Chain', [
    timeSeries({
      title: 'Block height',
      description:
        'Height of the chain on each node. Normal: one line that climbs by 60 an hour. A node whose line is flat is ' +
        'stuck, one that falls has changed to another branch.',
      queries: [{ expr: ask.height, legend: node }],
      min: 'open',
    }),
    panelForAlert(a.outOfSync, {
      title: 'Blocks missing',
      description: 'Blocks of the chain that the node does not have yet. Normal: none to two.',
      legend: node,
    }),
    timeSeries({
      title: 'Time since last block',
      description: 'Age of each node’s last block. Normal: about a minute. Clocks that differ show here as well.',
      queries: [{ expr: ask.blockAge, legend: node }],
    }),
    panelForAlert(a.staleBlock, {
      title: 'Behind the network',
      description:
        'How much older a node’s last block is than the newest of its network. Normal: less than a minute. If the ' +
        'node lacks no block by its own account, it follows another branch, or is cut off with its peers.',
      legend: node,
    }),
    timeSeries({
      title: 'Transaction rate',
      description: 'Transactions per second that got into blocks. It comes in steps, since a block brings many.',
      queries: [{ expr: ask.transactionRate, legend: node }],
    }),
  ]);

const miners = (): RowDefinition =>
  row('Miners', [
    timeSeries({
      title: 'Network hash rate',
      description:
        'Computing power of all miners, as each node estimates it from the last blocks. It swings by a fifth by chance.',
      queries: [{ expr: ask.hashRate, legend: node }],
      unit: 'Hs',
    }),
    panelForAlert(a.hashRateFell, {
      title: 'Hash rate compared with yesterday',
      description: 'Hash rate of the last hour, as a share of what it was a day before. Normal: around 100 %.',
      legend: legend`${network}`,
      max: 'open',
    }),
  ]);

const outside = (): RowDefinition =>
  collapsed('From outside', [
    panelForAlert(a.p2pClosed, {
      title: 'Port for peers',
      description: 'Whether port 9333 of each probed node accepts connections. Normal: yes, all the time.',
    }),
    panelForAlert(a.rpcFails, {
      title: 'RPC',
      description:
        'Whether each node that is probed answers getblockcount with our password. Normal: yes, all the time.',
    }),
  ]);

const mempool = (): RowDefinition =>
  row('Mempool', [
    panelForAlert(a.mempoolFull, {
      title: 'Mempool size',
      description:
        'Size of the transactions that wait for a block. A node keeps 5 MiB at most, and drops the cheapest.',
      legend: node,
    }),
    timeSeries({
      title: 'Transaction backlog',
      description: 'Transactions that wait for a block. It falls with each block; a steady climb means full blocks.',
      queries: [{ expr: ask.mempoolTransactions, legend: node }],
    }),
  ]);

const details = (): RowDefinition =>
  collapsed('Process', [
    panelForAlert(a.memoryHigh, {
      title: 'Memory',
      description: 'Memory that the node uses. It grows while the chain is loaded, and should then stay.',
      legend: node,
    }),
    panelForAlert(a.metricsMissing, {
      title: 'Targets that answer',
      description: 'Targets that answer scrapes. The alert fires for one that answers without a metric of the chain.',
      legend: node,
    }),
  ]);

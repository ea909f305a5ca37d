/** Alerts and boards agree: DB-09, X-01, X-02. */
import type { AlertingRule, RecordedRule, ServiceDelivery } from '../../model/delivery';
import type { Problem } from '../../model/problem';
import { walk } from '../../model/promql/ast';
import type { AstNode } from '../../model/promql/ast';
import type { Panel } from '../grafana';
import { FIRST_SCREEN } from '../layout';
import { alertsOf } from './links';
import type { BoardView, PanelView } from './view';
import { treeOf, treesOf } from './view';

const isAlert = (rule: AlertingRule | RecordedRule): rule is AlertingRule => 'alert' in rule;

/** Alerting rules of all services, with the service's id. */
function rulesOf(deliveries: readonly ServiceDelivery[]): readonly { service: string; rule: AlertingRule }[] {
  return deliveries.flatMap(({ service, ruleGroups }) =>
    ruleGroups.flatMap((g) => g.rules.filter(isAlert).map((rule) => ({ service, rule }))),
  );
}

/** Every alert leads to a board that exists, and chooses variables that the board has. */
export function dashboardLinks(
  deliveries: readonly ServiceDelivery[],
  boards: readonly BoardView[],
): readonly Problem[] {
  return rulesOf(deliveries).flatMap(({ service, rule }): Problem[] => {
    const where = `${service}/${rule.alert}`;
    const url = rule.annotations['dashboard_url'] ?? '';
    const uid = uidOf(url);
    const board = boards.find((b) => b.file.uid === uid);
    if (board === undefined) {
      const what = `dashboard_url is '${url}', and no board has the uid '${uid}'`;
      return [{ id: 'X-01', where, what, remedy: "give the service's 'board' the uid of one of its boards" }];
    }
    const known = board.model.templating.list.map((v) => v.name);
    const chosen = [...url.matchAll(/[?&]var-([^=&]+)=/g)].map((m) => m[1] ?? '');
    return chosen
      .filter((name) => !known.includes(name))
      .map((name) => ({
        id: 'X-01',
        where,
        what: `dashboard_url chooses '${name}', and board '${uid}' has no such variable`,
        remedy: `the board has ${known.join(', ')}`,
      }));
  });
}

const uidOf = (url: string): string => /\/d\/([^/?#]+)/.exec(url)?.[1] ?? '';

/**
 * Every alert is on a panel that reads its metrics with its threshold (DB-09); a critical one on the first screen
 * of the board that it leads to.
 */
export function plottedAlerts(
  deliveries: readonly ServiceDelivery[],
  boards: readonly BoardView[],
): readonly Problem[] {
  return rulesOf(deliveries)
    .filter(({ rule }) => rule.labels.severity !== 'none')
    .flatMap(({ service, rule }) => {
      const where = `${service}/${rule.alert}`;
      const tree = treeOf(rule.expr);
      if (typeof tree === 'string') return [{ id: 'DB-18', where, what: tree }];
      const showing = boards.flatMap((board) =>
        board.panels.filter(({ panel }) => shows(panel, service, rule.alert)).map((view) => ({ board, view })),
      );
      if (showing.length === 0) {
        const remedy = "add panelForAlert(…), or name the alert in a panel's 'alerts'";
        return [{ id: 'X-02', where, what: 'no panel shows it', remedy }];
      }
      return [
        ...firstScreen(rule, showing, where),
        ...showing.flatMap(({ view }) => [...readsTheSame(rule, tree, view), ...showsThreshold(rule, tree, view)]),
      ];
    });
}

const shows = (panel: Panel, service: string, alert: string): boolean =>
  alertsOf(panel).some((ref) => ref.service === service && ref.alert === alert);

function firstScreen(
  rule: AlertingRule,
  showing: readonly { readonly board: BoardView; readonly view: PanelView }[],
  where: string,
): readonly Problem[] {
  if (rule.labels.severity !== 'critical') return [];
  const uid = uidOf(rule.annotations['dashboard_url'] ?? '');
  const first = showing.some(
    ({ board, view }) => board.file.uid === uid && view.open && view.panel.gridPos.y < FIRST_SCREEN,
  );
  const what = `it is critical, and not on the first screen of board '${uid}'`;
  return first ? [] : [{ id: 'X-02', where, what, remedy: 'show it in the first row' }];
}

const metricsIn = (tree: AstNode): readonly string[] =>
  [...walk(tree)].flatMap((node) => (node.type === 'selector' && node.name !== undefined ? [node.name] : []));

function readsTheSame(rule: AlertingRule, tree: AstNode, view: PanelView): readonly Problem[] {
  const read = new Set(treesOf(view).flatMap((t) => metricsIn(t.tree)));
  if (metricsIn(tree).some((name) => read.has(name))) return [];
  const what = `it claims to show ${rule.alert}, and reads none of its metrics`;
  return [{ id: 'X-02', where: view.where, what, remedy: "plot the alert's own expression" }];
}

/** The constant is a step of the panel, or part of the question. */
function showsThreshold(rule: AlertingRule, tree: AstNode, view: PanelView): readonly Problem[] {
  const limit = thresholdOf(tree);
  if (limit === undefined || stepsOf(view.panel).some((step) => isNear(step, limit) || isNear(step, limit * 1000))) {
    return [];
  }
  if (treesOf(view).some((t) => thresholdOf(t.tree) === limit)) return [];
  const what = `it shows ${rule.alert} without its threshold ${limit} (${rule.labels.severity})`;
  return [{ id: 'DB-09', where: view.where, what, remedy: "name the alert in the panel's 'alerts'" }];
}

/** A step may begin a sliver beyond its limit. */
const isNear = (step: number | null, limit: number): boolean => step !== null && Math.abs(step - limit) < 1e-5;

/** The constant that the left operand is compared with, below guards. */
function thresholdOf(node: AstNode): number | undefined {
  if (node.type !== 'binary') return undefined;
  if (node.op === 'and' || node.op === 'unless') return thresholdOf(node.left);
  if (!/^([<>]=?|[=!]=)$/.test(node.op)) return undefined;
  if (node.right.type === 'number') return node.right.value;
  return node.right.type === 'unary' && node.right.expr.type === 'number' ? -node.right.expr.value : undefined;
}

function stepsOf({ fieldConfig }: Panel): readonly (number | null)[] {
  const own = fieldConfig.defaults.thresholds?.steps ?? [];
  const columns = fieldConfig.overrides.flatMap(({ properties }) =>
    properties.flatMap((p) => (p.id === 'thresholds' ? (p.value as { steps: typeof own }).steps : [])),
  );
  return [...own, ...columns].map((step) => step.value);
}

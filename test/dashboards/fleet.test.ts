import { fleet } from '../../dashboards';
import type { Dashboard } from '../../dashboards';
import { checkBoards } from '../../dashboards/check/boards';
import { problemText } from '../../model';
import { services } from '../../services/registry';
import { questionsOf } from '../support/board-questions';
import { deliveryContext } from './shop';

const delivery = fleet(services).deliver(deliveryContext);
const [home] = delivery.dashboards;
const model = home?.model as unknown as Dashboard;

describe('the home board', () => {
  it('keeps the checks of all boards', () => {
    expect(checkBoards([delivery]).map(problemText)).toEqual([]);
  });

  it('asks of all services, and lets nobody choose one', () => {
    expect(model.templating.list.map(({ name }) => name)).toEqual(['datasource']);
    const queries = home === undefined ? [] : questionsOf(home).map(({ expr }) => expr);
    expect(queries.length).toBeGreaterThan(8);
    expect(queries.filter((expr) => /\$|job=/.test(expr))).toEqual([]);
  });

  it('leads to every board and every runbook', () => {
    const text = JSON.stringify(model);
    const led = services.filter(
      ({ id, spec }) => text.includes(`/d/${spec.board})`) && text.includes(`/runbooks/${id}.html)`),
    );
    expect(led.map(({ id }) => id)).toEqual(services.map(({ id }) => id));
  });

  it('is one click away from every other board', () => {
    const others = services.flatMap((service) => service.deliver(deliveryContext).dashboards);
    const back = others.filter(({ model: other }) =>
      ((other as unknown as Dashboard).links ?? []).some((link) => link.tags.includes('home')),
    );
    expect(back.length).toBe(others.length);
    expect(model.tags).toEqual(['vedette', 'home']);
  });

  it('delivers nothing but boards', () => {
    expect({ ...delivery, dashboards: [] }).toEqual({
      service: 'fleet',
      scrapeJobs: [],
      ruleGroups: [],
      alerts: [],
      runbook: '',
      dashboards: [],
      omissions: [],
    });
  });
});

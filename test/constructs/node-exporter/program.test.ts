import { nodeExporterProgram } from '../../../constructs/node-exporter/program';
import { testFolder } from '../../support/folder';
import { Cleanup, freePorts } from '../../support/running';
import { requireTool } from '../../support/tools';
import { folderPlace } from '../fixture';

const root = testFolder();
const cleanup = new Cleanup();

it('gives arguments that a real node-exporter takes, and measures this machine', async () => {
  const { port } = await freePorts('port');
  const program = nodeExporterProgram({ hostRoot: '/' }, folderPlace(root, port));
  await cleanup.start(requireTool('node-exporter').path, program.args, port);
  const page = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  expect(page).toMatch(/^node_memory_MemTotal_bytes \d/m);
  expect(page).toMatch(/^node_filesystem_avail_bytes\{.*mountpoint="\/".*\} \d/m);
  expect(page).not.toMatch(/mountpoint="\/(?:proc|sys|dev)\b/);
  expect(page).not.toMatch(/^go_/m);
}, 30_000);

it('reads the host’s files where a container sees them', () => {
  const { args } = nodeExporterProgram({ hostRoot: '/host/root' }, folderPlace('/x', 9100));
  expect(args).toEqual(
    expect.arrayContaining([
      '--path.rootfs=/host/root',
      '--path.procfs=/host/root/proc',
      '--path.sysfs=/host/root/sys',
      '--path.udev.data=/host/root/run/udev/data',
    ]),
  );
});

import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { choosePorts, takenPorts } from '../../../cli/local/ports';

describe('choosePorts', () => {
  it('takes the usual port where it is free, another where it is not, and none twice', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    await once(holder, 'listening');
    const { port: taken } = holder.address() as AddressInfo;
    const spare = createServer().listen(0, '127.0.0.1');
    await once(spare, 'listening');
    const { port: free } = spare.address() as AddressInfo;
    spare.close();
    await once(spare, 'close');

    const ports = await choosePorts({ one: free, two: free, three: taken, four: 0 });
    expect(ports.one).toBe(free);
    expect(new Set([...Object.values(ports), taken]).size).toBe(5);
    expect(await takenPorts({ ...ports, held: taken })).toEqual(['held']);
    holder.close();
  });
});

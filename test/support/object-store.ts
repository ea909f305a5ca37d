/** A bucket of a server that speaks S3 and keeps it in memory. https://docs.getmoto.org/en/latest/docs/server_mode.html */
import { type Cleanup, freePorts } from './running';
import { requirePythonTool } from './tools';

const NAME = 'samples';

/** What a block of samples says of itself. https://thanos.io/tip/thanos/storage.md/#metadata-file-metajson */
export interface BlockMeta {
  /** Its name. */
  readonly ulid: string;
  readonly compaction: { readonly level: number };
  readonly thanos: { readonly labels: Readonly<Record<string, string>> };
}

export class Bucket {
  private constructor(
    /** `host:port` of the server. */
    readonly address: string,
  ) {}

  /** @param host - where it listens */
  static async start(cleanup: Cleanup, host: string): Promise<Bucket> {
    const { port } = await freePorts('port');
    const program = requirePythonTool('moto', 'moto_server');
    await cleanup.start(program, ['--host', host, '--port', String(port)], port, {}, host);
    const bucket = new Bucket(`${host}:${port}`);
    await bucket.#ask('', 'PUT');
    return bucket;
  }

  /** The file that tells Thanos of it: https://thanos.io/tip/thanos/storage.md/#s3 */
  get config(): string {
    // The server takes any keys.
    const keys = { access_key: 'any', secret_key: 'any' };
    return JSON.stringify({ type: 'S3', config: { bucket: NAME, endpoint: this.address, insecure: true, ...keys } });
  }

  /** Every block that is there whole: its description is written last. */
  async blocks(): Promise<readonly BlockMeta[]> {
    const listed = await (await this.#ask('?list-type=2&delimiter=/')).text();
    const names = [...listed.matchAll(/<Prefix>([0-9A-Z]{26})\/<\/Prefix>/g)].map(([, name = '']) => name);
    const metas = await Promise.all(names.map((name) => this.#ask(`/${name}/meta.json`)));
    const found = metas.filter(({ status }) => status !== 404);
    return Promise.all(found.map(async (each) => (await each.json()) as BlockMeta));
  }

  /** Has all blocks say that they came an hour ago: a compactor leaves alone those of the last half hour. */
  async age(): Promise<void> {
    const upload_time = new Date(Date.now() - 3_600_000).toISOString();
    for (const meta of await this.blocks()) {
      const older = { ...meta, thanos: { ...meta.thanos, upload_time } };
      await this.#ask(`/${meta.ulid}/meta.json`, 'PUT', JSON.stringify(older));
    }
  }

  async #ask(path: string, method = 'GET', body?: string): Promise<Response> {
    const url = `http://${this.address}/${NAME}${path}`;
    // Who is nobody may not read; signatures are not looked at.
    const authorization = 'AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request';
    const answer = await fetch(url, {
      method,
      headers: { authorization },
      signal: AbortSignal.timeout(5000),
      ...(body === undefined ? {} : { body }),
    });
    if (answer.ok || answer.status === 404) return answer;
    throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  }
}

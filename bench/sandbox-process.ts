/** Starts and questions a sandbox that runs in its own process. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('serve-sandbox.mjs', import.meta.url));

export interface Address {
  readonly url: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface SandboxProcess {
  readonly address: Address;
  /** The environment that makes it the target of the program. */
  readonly env: Readonly<Record<string, string>>;
  /** The most memory that it has held so far, in MB. */
  peakMegabytes(): Promise<number>;
  close(): Promise<void>;
}

const nextAnswer = async (child: ChildProcess): Promise<unknown> => {
  const exited = once(child, 'exit').then(([code]) => {
    throw new Error(`the sandbox ended with ${code}`);
  });
  const [message] = await Promise.race([once(child, 'message'), exited]);
  return (message as { answer: unknown }).answer;
};

const ask = (child: ChildProcess, question: string): Promise<unknown> => {
  const answer = nextAnswer(child);
  child.send(question);
  return answer;
};

const targetOf = ({ url, tokenUrl, clientId, clientSecret }: Address): Record<string, string> => ({
  ION_BASE_URL: url,
  ION_AUTH_SERVER: new URL(tokenUrl).origin,
  ION_CLIENT_ID: clientId,
  ION_CLIENT_SECRET: clientSecret,
});

/** Takes the options of `startSandbox`. */
export const startSandboxProcess = async (options: { latencyMs?: number; data?: string }): Promise<SandboxProcess> => {
  const child = fork(PROGRAM, [JSON.stringify(options)], { execArgv: [] });
  const address = (await nextAnswer(child)) as Address;
  return {
    address,
    env: targetOf(address),
    peakMegabytes: async () => Number(await ask(child, 'rss')),
    close: async () => {
      await ask(child, 'close');
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
};

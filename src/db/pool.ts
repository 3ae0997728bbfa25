/**
 * postgres.js 3.4.9 does not get over the end of a connection (porsager/postgres, issues 1066, 1154 and 1208, read
 * 2026-11-22): a query on a connection whose socket is gone throws where nobody can catch it, and ends the process;
 * what was about to be written when the socket went stays in the connection's buffer, and spoils those that follow. So
 * a client that has lost a connection is used no more: a new one takes its place, and what still runs on the old one's
 * other connections may end there. And a transaction whose connection is gone asks it nothing more, not even to roll back.
 */
import postgres from "postgres";
import { dialer } from "./dial.ts";

export type Client = postgres.Sql<{ bigint: number }>;

/** A client with what its owner has made of it. */
export interface Renewing<Made> {
  /** The one to use now; hold on to it for one query or one transaction, no longer. */
  readonly now: () => Made;
  /** Waits for what runs, `seconds` at most, then closes. */
  readonly end: (seconds: number) => Promise<void>;
}

/** What still runs on a client's other connections when it is given up has so long to end. */
const retireSeconds = 30;

export function renewing<Made>(
  url: string,
  options: postgres.Options<{ bigint: postgres.PostgresType<number> }>,
  make: (client: Client) => Made,
): Renewing<Made> {
  let ended = false;
  const open = (): { client: Client; made: Made } => {
    const onclose = () => {
      if (ended || current.client !== client) return;
      current = open();
      client.end({ timeout: retireSeconds }).catch(() => {}); // it is nobody's any more
    };
    const client: Client = postgres(url, { ...options, onclose, socket: dialer() } as typeof options);
    const made = make(client);
    askOnce(client);
    return { client, made };
  };
  let current = open();
  const end = (seconds: number) => {
    ended = true;
    return current.client.end({ timeout: seconds });
  };
  return { now: () => current.made, end };
}

/** What postgres.js knows of arrays: by their element types, and how each is read and written. */
interface Types {
  readonly shared: { readonly typeArrayMap: Record<number, number> };
  readonly parsers: Record<number, unknown>;
  readonly serializers: Record<number, unknown>;
}

/** Of the first client of this process that has learnt the arrays there are: PostgreSQL's own, the same in every database. */
let learnt: Types | null = null;

const hasLearnt = ({ shared }: Types): boolean => Object.keys(shared.typeArrayMap).length > 0;

/**
 * Clients ask for the arrays there are until one knows; the others know at once. Nobody waits for the answer to that
 * question, so a server that dies before it gives one would end the process: it is asked as seldom as can be.
 */
function askOnce(client: Client): void {
  const types = client.options as unknown as Types;
  const asks = () => {
    if (hasLearnt(types)) return false;
    if (learnt === null || !hasLearnt(learnt)) learnt = types;
    for (const [element, array] of Object.entries(learnt.shared.typeArrayMap)) {
      types.shared.typeArrayMap[Number(element)] = array;
      types.parsers[array] = learnt.parsers[array];
      types.serializers[array] = learnt.serializers[array];
    }
    return !hasLearnt(types);
  };
  Object.defineProperty(client.options, "fetch_types", { get: asks }); // read when a connection is made
}

type Work = (inner: postgres.TransactionSql) => unknown;

const lostCodes = new Set(["CONNECTION_CLOSED", "CONNECTION_DESTROYED", "ECONNRESET", "EPIPE"]);

/** Whether a query failed because its connection had gone. */
export const isLost = (error: unknown): boolean => lostCodes.has(String((error as { code?: unknown } | null)?.code));

/** What a transaction knows of its connection. */
interface Session {
  lost: Error | null;
}

/**
 * The client as drizzle gets it. What has parameters is parsed once per connection and then known by name, which spares
 * the server most of the work of a small query and us a second round trip; drizzle alone asks for neither. A
 * transaction ends at once, with the reason, when its connection does.
 */
export function careful<Inner extends postgres.ISql>(client: Inner, session: Session = { lost: null }): Inner {
  return new Proxy(client, {
    get(target, name) {
      const own = Reflect.get(target, name);
      if (name === "unsafe") {
        return (query: string, parameters: never[] = [], options = {}) => {
          if (session.lost !== null) throw session.lost;
          return target.unsafe(query, parameters, { ...options, prepare: parameters.length > 0 });
        };
      }
      if (name === "begin") return (work: Work) => transaction(own as Begin, work);
      if (name === "savepoint") return (work: Work) => (own as Begin)((inner) => work(careful(inner, session)));
      return own;
    },
  });
}

type Begin = (work: Work) => Promise<unknown>;

/** Work that fails because its connection is gone never ends for the client, which would answer it with a query. */
function transaction(begin: Begin, work: Work): Promise<unknown> {
  const session: Session = { lost: null };
  return new Promise((resolve, reject) => {
    const lose = (error: Error) => {
      session.lost ??= error;
      reject(error);
    };
    const doing = async (inner: postgres.TransactionSql) => {
      try {
        return await work(careful(inner, session));
      } catch (error) {
        if (session.lost === null && !isLost(error)) throw error;
        lose(error as Error);
        return await new Promise(() => {});
      }
    };
    begin(doing).then(resolve, lose);
  });
}

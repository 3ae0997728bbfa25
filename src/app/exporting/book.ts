import { connect } from "#db/connect.ts";
import { countErased } from "#db/records/private-files.ts";
import type { Viewer } from "#db/units/scope.ts";
import type { UnitId } from "#domain/ids.ts";
import type { Zone } from "#domain/time.ts";
import { writeBook } from "#supervision/report-book.ts";
import { type NamedScope, readScope } from "#supervision/scope.ts";

/** A workbook to be made: plain data, so that a thread can be told. */
export interface BookOrder {
  readonly databaseUrl: string;
  readonly named: NamedScope;
  readonly viewer: Viewer;
  readonly now: Date;
  readonly zone: Zone;
}

export interface MadeBook {
  /** Null: the viewer may see nobody of it. */
  readonly bytes: Uint8Array | null;
  /** How many people had been erased when it was read. */
  readonly erased: number;
  /** The highest units it tells of, by the rights that it was read with; none: all there are. */
  readonly units: readonly UnitId[];
}

/** Reads and writes a workbook over a connection of its own, from one state of the tables. */
export async function makeBook({ databaseUrl, named, viewer, now, zone }: BookOrder): Promise<MadeBook> {
  await using connection = connect(databaseUrl, { max: 1, applicationName: "hocvu export" });
  return await connection.db.transaction(
    async (tx) => {
      const erased = await countErased(tx);
      const seen = viewer === null ? null : await readScope(tx, named.scope, viewer);
      if (viewer !== null && seen === null) return { bytes: null, erased, units: [] };
      const book = await writeBook(tx, named, now, viewer, zone);
      return { bytes: book === null ? null : new Uint8Array(book), erased, units: seen?.units ?? [] };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

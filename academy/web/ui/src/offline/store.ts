// The device's own database: what waits here for the network, each record under the person who made it.
export type Store = "letters" | "parcels";

interface Kept {
  id: string;
  person: string;
}

/** Where a browser gives us no database (some private windows) things wait in memory, and the page does not say otherwise. */
const memory: Record<Store, Map<string, Kept>> = { letters: new Map(), parcels: new Map() };
let opened: Promise<IDBDatabase | undefined> | undefined;

function database(): Promise<IDBDatabase | undefined> {
  return (opened ??= new Promise((resolve) => {
    try {
      const asked = indexedDB.open("academy", 1);
      asked.onupgradeneeded = () => (["letters", "parcels"] as const).forEach((name) => asked.result.createObjectStore(name, { keyPath: "id" }));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(undefined);
    } catch {
      resolve(undefined);
    }
  }));
}

/** Whether what is put here survives a reload and a crash of the browser. */
export async function isLasting(): Promise<boolean> {
  return (await database()) !== undefined;
}

/** All records of a person. */
export async function all<Record extends Kept>(store: Store, person: string): Promise<Record[]> {
  const found = await database();
  const records = found ? await done(found.transaction(store).objectStore(store).getAll() as IDBRequest<Kept[]>) : [...memory[store].values()];
  return records.filter((record) => record.person === person) as Record[];
}

/** Keep a record; resolved once it is on the disk. */
export async function put<Record extends Kept>(store: Store, record: Record): Promise<void> {
  await change(store, (records) => records.put(record), () => memory[store].set(record.id, record));
}

export async function remove(store: Store, id: string): Promise<void> {
  await change(store, (records) => records.delete(id), () => memory[store].delete(id));
}

// Committed at once: a page that goes away in this moment takes nothing with it.
async function change(store: Store, act: (records: IDBObjectStore) => IDBRequest, otherwise: () => unknown): Promise<void> {
  const found = await database();
  if (!found) return void otherwise();
  const transaction = found.transaction(store, "readwrite", { durability: "strict" });
  act(transaction.objectStore(store));
  transaction.commit();
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

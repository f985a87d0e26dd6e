import * as z from 'zod';

const Field = z.object({ fieldPath: z.string(), order: z.string().optional(), arrayConfig: z.string().optional() });
const Indexed = z.object({ order: z.string().optional(), arrayConfig: z.string().optional() });
const Override = z.object({
  collectionGroup: z.string(),
  fieldPath: z.string(),
  indexes: z.array(Indexed),
  ttl: z.boolean().default(false),
});

/** What deploy/google/firestore.indexes.json says. */
export const IndexDefinitions = z.object({
  indexes: z.array(z.object({ collectionGroup: z.string(), fields: z.array(Field) })),
  fieldOverrides: z.array(Override),
});
export type IndexDefinitions = z.infer<typeof IndexDefinitions>;

/** A query as it goes over the wire, as far as it decides which index it needs. */
const FieldFilter = z.object({ field: z.object({ fieldPath: z.string() }), op: z.string() });
const Filter = z.object({ fieldFilter: FieldFilter });
const StructuredQuery = z.object({
  from: z.tuple([z.object({ collectionId: z.string() })]),
  where: z.union([z.object({ compositeFilter: z.object({ filters: z.array(Filter) }) }), Filter]).nullish(),
  orderBy: z.array(z.object({ field: z.object({ fieldPath: z.string() }), direction: z.string() })).default([]),
});

/** The index that a query needs: on one field, on several, or on none but the documents' names. */
export interface NeededIndex {
  readonly collection: string;
  /** In order, as texts such as `requester ASCENDING` and `holders CONTAINS`. */
  readonly fields: readonly string[];
}

export function neededIndex(query: unknown): NeededIndex {
  const { from, where, orderBy } = StructuredQuery.parse(query);
  const filters = where ? ('compositeFilter' in where ? where.compositeFilter.filters : [where]) : [];
  const byMode = Map.groupBy(filters, ({ fieldFilter }) => MODES[fieldFilter.op] ?? 'range');
  const named = (mode: string) => (byMode.get(mode) ?? []).map(({ fieldFilter }) => fieldFilter.field.fieldPath);
  const orders = orderBy.map(({ field, direction }) => `${field.fieldPath} ${direction}`);
  const sorted = orders.length > 0 ? orders : named('range').map((field) => `${field} ASCENDING`);
  const fields = [
    ...named('equal').map((field) => `${field} ASCENDING`),
    ...named('contains').map((field) => `${field} CONTAINS`),
    ...sorted.filter((field) => !field.startsWith('__name__')),
  ];
  return { collection: from[0].collectionId, fields };
}

const MODES: Readonly<Record<string, string>> = { EQUAL: 'equal', ARRAY_CONTAINS: 'contains' };

/** Whether Firestore would answer; its emulator answers any query. */
export function isServed({ collection, fields }: NeededIndex, definitions: IndexDefinitions): boolean {
  if (fields.length === 0) return true;
  if (fields.length > 1) return compositesIn(definitions).includes(`${collection}: ${fields.join(', ')}`);
  const [[name = '', mode = ''] = []] = fields.map((field) => field.split(' '));
  const own = definitions.fieldOverrides.filter(({ collectionGroup }) => collectionGroup === collection);
  const override = own.find(({ fieldPath }) => fieldPath === name) ?? own.find(({ fieldPath }) => fieldPath === '*');
  return !override || override.indexes.some((index) => modeOf(index) === mode);
}

/** The indexes on several fields there are, as texts. */
export const compositesIn = ({ indexes }: IndexDefinitions): readonly string[] =>
  indexes.map(
    ({ collectionGroup, fields }) =>
      `${collectionGroup}: ${fields.map((field) => `${field.fieldPath} ${modeOf(field)}`).join(', ')}`,
  );

const modeOf = ({ order, arrayConfig }: z.infer<typeof Indexed>): string => order ?? arrayConfig ?? '';

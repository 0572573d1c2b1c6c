// Answers for units of measurement alone.
import { defaultFieldResolver, type GraphQLFieldResolver, type GraphQLTypeResolver } from 'graphql';
import { IonError } from '../ion-error.ts';
import type { Store } from '../store/store.ts';
import type { RequestContext } from './request-context.ts';

export const installTables = (store: Store): void => {
  store.exec('CREATE TABLE IF NOT EXISTS units (id INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL) STRICT');
};
export const clearTables = (store: Store): void => store.exec('DELETE FROM units');
export const typeResolver: GraphQLTypeResolver<unknown, RequestContext> = () => undefined;
export const createFieldResolver =
  (): GraphQLFieldResolver<unknown, RequestContext> => (source, args, context, info) => {
    if (info.fieldName === 'me') return { id: context.userId };
    if (info.fieldName === 'createUnitOfMeasurement') {
      return context.store.write(() => ({
        unitOfMeasurement: context.store
          .prepare('INSERT INTO units (type) VALUES (?) RETURNING *')
          .get(args['input'].type),
      }));
    }
    if (info.fieldName === 'unitsOfMeasurement') {
      return {
        edges: context.store
          .prepare('SELECT * FROM units ORDER BY id')
          .all()
          .map(node => ({ node })),
      };
    }
    if (info.path.prev === undefined) throw new IonError('NOT_EMULATED', `${info.fieldName} is not emulated`);
    return defaultFieldResolver(source, args, context, info);
  };

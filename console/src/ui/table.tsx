/**
 * A table for three rows or for twenty thousand: real rows and cells, only those in sight in the page. Arrow
 * keys and j k walk the rows, Enter opens one, the header sorts.
 */

import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';

export interface Column<Row> {
  id: string;
  title: ComponentChildren;
  cell: (row: Row) => ComponentChildren;
  /**
   * What the column is sorted by in the page; without it the column does not sort, unless `onSort` is given.
   */
  value?: (row: Row) => string | number | null | undefined;
  sortable?: boolean;
  align?: 'start' | 'end';
  /** CSS width, as '6rem' or '20%'. */
  width?: string;
  /** Hidden on narrow screens; 'wider' already on those that are not wide. */
  wide?: boolean | 'wider';
}

export interface Sort {
  column: string;
  down: boolean;
}

export interface DataTableProps<Row> {
  /** What the table shows, for its name. */
  caption: string;
  columns: Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string | number;
  /** Rows in all, when `rows` is a page of them. */
  total?: number;
  selected?: string | number | null;
  /** A row was walked to or clicked. */
  onSelect?: (row: Row) => void;
  /** Enter or a double click. */
  onOpen?: (row: Row) => void;
  /** Sorting is done elsewhere: `sort` says how it is, `onSort` asks for another. */
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  defaultSort?: Sort;
  rowClass?: (row: Row) => string | undefined;
  /** The last rows have come into sight: fetch more. */
  onEnd?: () => void;
  /** Fixed row height in pixels; all rows have the same. */
  rowHeight?: number;
  /** Height of the scrolling box; it fills its panel without it. */
  height?: string;
  empty?: ComponentChildren;
}

const Overscan = 8;

export function DataTable<Row>(props: DataTableProps<Row>): JSX.Element {
  const { columns, rowKey } = props;
  const rowHeight = props.rowHeight ?? 30;
  const box = useRef<HTMLDivElement>(null);
  const [ownSort, setOwnSort] = useState<Sort | null>(props.defaultSort ?? null);
  const [reach, setReach] = useState({ top: 0, height: 600 });
  const [activeKey, setActiveKey] = useState<string | number | null>(null);
  const wantsFocus = useRef(false);
  const sort = props.onSort ? (props.sort ?? null) : ownSort;

  const rows = useMemo(
    () => (props.onSort ? props.rows : sorted(props.rows, columns, ownSort)),
    [props.rows, columns, ownSort, props.onSort],
  );
  const keyNow = activeKey ?? props.selected ?? null;
  const found = keyNow === null ? -1 : rows.findIndex((row) => rowKey(row) === keyNow);
  const active = Math.max(0, found);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = (): void => setReach({ top: element.scrollTop, height: element.clientHeight || 600 });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const first = Math.max(0, Math.floor(reach.top / rowHeight) - Overscan);
  const last = Math.min(rows.length, Math.ceil((reach.top + reach.height) / rowHeight) + Overscan);

  useEffect(() => {
    if (last >= rows.length && rows.length > 0) props.onEnd?.();
  }, [last >= rows.length, rows.length]);

  // Before the next key is read, or a quick second one would start from the row before.
  useLayoutEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    box.current?.querySelector<HTMLElement>(`tr[data-index="${active}"]`)?.focus({ preventScroll: true });
  });

  const walkTo = (index: number): void => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const row = rows[to];
    const element = box.current;
    if (row === undefined || !element) return;
    const head = element.querySelector('thead')?.getBoundingClientRect().height ?? 0;
    if (to * rowHeight < element.scrollTop) element.scrollTop = to * rowHeight;
    const bottom = element.scrollTop + element.clientHeight - head;
    if ((to + 1) * rowHeight > bottom) element.scrollTop = (to + 1) * rowHeight - element.clientHeight + head;
    wantsFocus.current = true;
    setActiveKey(rowKey(row));
    setReach({ top: element.scrollTop, height: element.clientHeight });
    props.onSelect?.(row);
  };

  const onKey = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!(event.target as HTMLElement).matches('tr')) return;
    const page = Math.max(1, Math.floor(reach.height / rowHeight) - 2);
    const steps: Record<string, number> = {
      ArrowDown: active + 1,
      j: active + 1,
      ArrowUp: active - 1,
      k: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) walkTo(to);
    else if (event.key === 'Enter' && rows[active] !== undefined) (props.onOpen ?? props.onSelect)?.(rows[active]!);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const sortBy = (column: Column<Row>): void => {
    const down = sort?.column === column.id ? !sort.down : column.align === 'end';
    const next = { column: column.id, down };
    if (props.onSort) props.onSort(next);
    else setOwnSort(next);
  };

  return (
    <div class="table-box" ref={box} style={props.height ? { height: props.height } : undefined}>
      <table
        role="grid"
        aria-label={props.caption}
        aria-rowcount={(props.total ?? rows.length) + 1}
        class="table"
        onKeyDown={onKey}
      >
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <HeadCell column={column} sort={sort} canSort={canSort(column, props)} onSort={sortBy} key={column.id} />
            ))}
          </tr>
        </thead>
        <tbody>
          {first > 0 && <Spacer height={first * rowHeight} />}
          {rows.slice(first, last).map((row, i) => {
            const index = first + i;
            const key = rowKey(row);
            return (
              <tr
                key={key}
                data-index={index}
                aria-rowindex={index + 2}
                aria-selected={props.selected === undefined ? undefined : key === props.selected}
                tabIndex={index === active ? 0 : -1}
                class={props.rowClass?.(row)}
                style={{ height: `${rowHeight}px` }}
                onClick={() => {
                  setActiveKey(key);
                  props.onSelect?.(row);
                }}
                onDblClick={() => props.onOpen?.(row)}
              >
                {columns.map((column) => (
                  <td key={column.id} class={cellClass(column)}>
                    {column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
          {last < rows.length && <Spacer height={(rows.length - last) * rowHeight} />}
        </tbody>
      </table>
      {rows.length === 0 && props.empty !== undefined && <div class="empty">{props.empty}</div>}
    </div>
  );
}

function HeadCell<Row>(props: {
  column: Column<Row>;
  sort: Sort | null;
  canSort: boolean;
  onSort: (column: Column<Row>) => void;
}): JSX.Element {
  const { column, sort, canSort: can } = props;
  const mine = sort?.column === column.id ? sort : null;
  const order = mine ? (mine.down ? 'descending' : 'ascending') : undefined;
  return (
    <th scope="col" class={cellClass(column)} aria-sort={order} style={column.width ? { width: column.width } : undefined}>
      {can ? (
        <button type="button" class="sort" onClick={() => props.onSort(column)}>
          {column.title}
          <span class="sort-mark" aria-hidden="true">
            {mine ? (mine.down ? '▾' : '▴') : ''}
          </span>
        </button>
      ) : (
        column.title
      )}
    </th>
  );
}

/** The room of rows out of sight. One cell: a span would make columns of those that narrow screens hide. */
function Spacer({ height }: { height: number }): JSX.Element {
  return (
    <tr aria-hidden="true" class="spacer" style={{ height: `${height}px` }}>
      <td />
    </tr>
  );
}

function canSort<Row>(column: Column<Row>, props: DataTableProps<Row>): boolean {
  return props.onSort ? column.sortable === true : column.value !== undefined && column.sortable !== false;
}

function cellClass<Row>(column: Column<Row>): string {
  return `${column.align === 'end' ? 'num' : ''} ${column.wide ? (column.wide === 'wider' ? 'wide-only wider-only' : 'wide-only') : ''}`.trim();
}

/** Sorted by a column; what is unknown comes last either way. */
export function sorted<Row>(rows: readonly Row[], columns: Column<Row>[], sort: Sort | null): readonly Row[] {
  const value = sort ? columns.find((column) => column.id === sort.column)?.value : undefined;
  if (!sort || !value) return rows;
  const sign = sort.down ? -1 : 1;
  return [...rows].sort((x, y) => {
    const a = value(x);
    const b = value(y);
    const none = Number(a === null || a === undefined) - Number(b === null || b === undefined);
    if (none !== 0 || a === null || a === undefined || b === null || b === undefined) return none;
    if (typeof a === 'number' && typeof b === 'number') return (a - b) * sign;
    return String(a).localeCompare(String(b), 'en', { numeric: true }) * sign;
  });
}

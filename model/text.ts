/** Annotation text: sentences with labels and values as typed holes, rendered to Prometheus' templates. */
import type { Label } from './label';
import { quantityText } from './quantity';
import type { Quantity, Unit } from './quantity';

/** The value of the alert's left operand, written in its unit. */
export const value = Object.freeze({ kind: 'value' } as const);
/** The same as a bare number, for a ratio that nobody reads as a share: load per core, the length of a queue. */
export const bareValue = Object.freeze({ kind: 'bare value' } as const);
/** The same rounded: an increase is extrapolated, and nobody counts 1.3 failures. */
export const wholeValue = Object.freeze({ kind: 'whole value' } as const);
/** The alert's threshold as a person writes it; follows an environment's own threshold. */
export const threshold = Object.freeze({ kind: 'threshold' } as const);

type ValueHole = typeof value | typeof bareValue | typeof wholeValue;

export type TextHole = Label | ValueHole | typeof threshold | Quantity | string | number;

const VALUES: readonly TextHole[] = [value, bareValue, wholeValue];

/** What a text needs to know of its alert. */
export interface TextContext {
  readonly unit: Unit | undefined;
  readonly threshold: Quantity | undefined;
}

export class Text {
  constructor(
    private readonly strings: readonly string[],
    private readonly holes: readonly TextHole[],
  ) {}

  /** Names of the labels that the text prints. */
  get labels(): readonly string[] {
    return this.holes.flatMap((hole) => (isKind(hole, 'label') ? [(hole as Label).name] : []));
  }

  get printsValue(): boolean {
    return this.holes.some((hole) => VALUES.includes(hole));
  }

  render(context: TextContext): string {
    const parts = this.strings.flatMap((piece, i) => {
      const hole = this.holes[i];
      return hole === undefined ? [piece] : [piece, renderHole(hole, context)];
    });
    return parts.join('');
  }
}

/** A sentence for an annotation. Line breaks count as spaces. */
export function text(strings: TemplateStringsArray, ...holes: readonly TextHole[]): Text {
  return new Text(
    strings.map((piece) => piece.replace(/\s*\n\s*/g, ' ')),
    holes,
  );
}

const isKind = (hole: TextHole, kind: string): boolean =>
  typeof hole === 'object' && 'kind' in hole && hole.kind === kind;

function renderHole(hole: TextHole, context: TextContext): string {
  if (typeof hole === 'string' || typeof hole === 'number') return String(hole);
  if (!('kind' in hole)) return quantityText(hole);
  if (hole.kind === 'label') return `{{ $labels.${hole.name} }}`;
  if (hole.kind === 'value') return valueTemplate(context.unit);
  if (hole.kind === 'bare value') return valueTemplate(undefined);
  if (hole.kind === 'whole value') return '{{ $value | printf "%.0f" }}';
  return context.threshold === undefined ? '' : quantityText(context.threshold);
}

/** `humanize` prints a third of a restart as 333m, which reads like metres or minutes: below 1 it is a plain fraction. */
const NUMBER =
  '{{ if and (lt $value 1.0) (gt $value -1.0) }}{{ $value | printf "%.2g" }}{{ else }}{{ $value | humanize }}{{ end }}';

/** How `$value` is printed in each unit (AL-12). @see https://prometheus.io/docs/prometheus/latest/configuration/template_reference/ */
export function valueTemplate(unit: Unit | undefined): string {
  switch (unit) {
    case 'ratio':
      return '{{ $value | humanizePercentage }}';
    case 'percent':
      return '{{ $value | printf "%.1f" }}%';
    case 'seconds':
      return '{{ $value | humanizeDuration }}';
    case 'milliseconds':
      return '{{ $value | printf "%.0f" }}ms';
    case 'bytes':
      return '{{ $value | humanize1024 }}B';
    case 'bytes/second':
      return '{{ $value | humanize1024 }}B/s';
    case 'count/second':
      return `${NUMBER}/s`;
    case 'timestamp':
      return '{{ $value | humanizeTimestamp }}';
    case 'celsius':
      return '{{ $value | printf "%.0f" }}°C';
    case 'bool':
      return '{{ $value }}';
    case 'count':
    case undefined:
      return NUMBER;
  }
}

// Reports as files: what is taken for one, and its histograms.

const SCHEMA = "ipc-demo.compare/1";

/** The JSON Schema that the command 'report' checks a file against, too. */
const REPORT = JSON.parse(byId("schema").textContent);

/** What the command takes, at most. */
const MAX_BYTES = 64 * 2 ** 20;

const TYPES = {
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
};

/**
 * What keeps a value from being what a schema describes; nothing if all is well. Knows as much of JSON Schema as ours uses.
 * A later version may have written more than the schema knows, so what it does not know is let be.
 */
function misfit(value, schema, where = "it") {
  if (schema.$ref)
    return misfit(
      value,
      schema.$ref
        .split("/")
        .slice(1)
        .reduce((part, name) => part[name], REPORT),
      where,
    );
  if (schema.type && !TYPES[schema.type](value)) return `${where} is no ${schema.type}`;
  if (schema.const !== undefined && value !== schema.const) return `${where} is not '${schema.const}'`;
  if (schema.enum && !schema.enum.includes(value)) return `${where} is none of ${schema.enum.join(", ")}`;
  if (value < schema.minimum) return `${where} is less than ${schema.minimum}`;
  if (value.length < schema.minLength) return `${where} is too short`;
  if (value.length > schema.maxItems) return `${where} has more than ${schema.maxItems} elements`;
  const missing = (schema.required ?? []).find((name) => !Object.hasOwn(value, name) && !mayBeOlderThan(name));
  if (missing !== undefined) return `${where} has no '${missing}'`;
  for (const [at, element] of schema.items ? value.entries() : []) {
    const problem = misfit(element, schema.items, `${where}[${at}]`);
    if (problem) return problem;
  }
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const problem =
      Object.hasOwn(value, name) && misfit(value[name], property, where === "it" ? name : `${where}.${name}`);
    if (problem) return problem;
  }
  return undefined;
}

/** Whether a report may have been written before there was such a field: a dimension that stands for something by its absence. */
function mayBeOlderThan(name) {
  return dimensionOf(name)?.absent !== undefined;
}

/** Throws what is wrong with a file. */
async function reportIn(file) {
  if (file.size > MAX_BYTES) throw new Error(`it has more than ${MAX_BYTES} bytes`);
  const text = await file.text();
  let report;
  try {
    report = JSON.parse(text);
  } catch (notJson) {
    throw new Error(text.trim() === "" ? "it is empty" : "it is not JSON", { cause: notJson });
  }
  if (report?.schema !== SCHEMA) throw new Error("its schema is another");
  const problem = misfit(report, REPORT);
  if (problem) throw new Error(problem);
  return report;
}

/** What the histogram of any run has room in, and those of a whole run. A few bytes can unpack to gigabytes. */
const MAX_HISTOGRAM_BYTES = 2 ** 20;
const MAX_UNPACKED_BYTES = 2 ** 28;

async function unpack(bytes) {
  const unpacked = new Uint8Array(MAX_HISTOGRAM_BYTES);
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  let size = 0;
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    if (size + piece.value.length > unpacked.length) {
      reader.cancel().catch(() => {}); // nothing more of it is wanted
      throw new Error(`it unpacks to more than ${unpacked.length} bytes`);
    }
    unpacked.set(piece.value, size);
    size += piece.value.length;
  }
  return unpacked.subarray(0, size);
}

/** Decodes HdrHistogram's compressed format (V2): [value, count] by ascending value, each the highest of its bucket. */
function decodeHistogram(unpacked) {
  const data = new DataView(unpacked.buffer, 0, unpacked.length);
  const digits = data.getInt32(12);
  const halfMagnitude = Math.ceil(Math.log2(2 * 10 ** digits)) - 1;
  const half = 2 ** halfMagnitude;
  const unit = Math.floor(Math.log2(Number(data.getBigInt64(16))));
  const values = [];
  const end = 40 + data.getInt32(4);
  for (let at = 40, index = 0; at < end;) {
    let number = 0n;
    for (let shift = 0n, more = true; more; shift += 7n) {
      const byte = data.getUint8(at++);
      more = byte >= 128 && shift < 56n;
      number |= BigInt(more ? byte & 127 : byte) << shift;
    }
    const count = Number((number >> 1n) ^ -(number & 1n)); // zigzag; a negative one is a run of empty buckets
    if (count < 0) {
      index -= count;
      continue;
    }
    if (count > 0) {
      const bucket = Math.floor(index / half) - 1;
      const size = 2 ** (Math.max(bucket, 0) + unit);
      const within = bucket < 0 ? index : (index % half) + half;
      values.push([within * size + size - 1, count]);
    }
    index++;
  }
  return values;
}

/** Points of a percentile curve: x is "one in so many is slower", as far as ten samples lie beyond. */
function curveOf(values) {
  const total = values.reduce((sum, [, count]) => sum + count, 0);
  const points = [];
  let below = 0;
  for (const [value, count] of values) {
    below += count;
    const oneIn = total / Math.max(total - below, 10);
    if (points.length && points.at(-1).x === oneIn) break;
    if (oneIn >= 1.1) points.push({ x: oneIn, y: value / 1e3 });
  }
  return points;
}

async function readHistograms(run) {
  let unpackedBytes = 0;
  for (const row of run.report.rows) {
    try {
      row.curve = [];
      if (!row.histogram || !isLatency(row)) continue;
      if (unpackedBytes > MAX_UNPACKED_BYTES) throw new Error("those before it are too large");
      unpackedBytes += MAX_HISTOGRAM_BYTES; // unless it says less
      const unpacked = await unpack(
        Uint8Array.from(atob(row.histogram), (character) => character.charCodeAt(0)).subarray(8),
      );
      unpackedBytes += unpacked.length - MAX_HISTOGRAM_BYTES;
      row.curve = curveOf(decodeHistogram(unpacked));
    } catch (unreadable) {
      console.warn("A histogram cannot be read; its curve is drawn from percentiles alone", unreadable);
      row.curve = [
        ["p50", 2],
        ["p90", 10],
        ["p99", 100],
        ["p99.9", 1000],
      ]
        .filter(([name]) => row.latencyNs[name])
        .map(([name, x]) => ({ x, y: row.latencyNs[name] / 1e3 }));
    }
  }
}

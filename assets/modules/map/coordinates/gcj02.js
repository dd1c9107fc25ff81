/* GCJ-02, the shifted system of Chinese tile services. The formulas are those of
   geodata/coordinates/chinese_offsets.py (in general circulation; the authorities never published them). Pure. */

const AXIS = 6378245.0;
const E2 = 0.006693421622965943;
const ROUNDS = 6;
const RAD = Math.PI / 180;

/**
 * Two sine waves of a value, in amplitudes and half periods.
 * @param {number} value
 * @param {number} first
 * @param {number} second
 * @param {number} firstPart
 * @param {number} secondPart
 */
const waves = (value, first, second, firstPart, secondPart) =>
  first * Math.sin((value * Math.PI) / firstPart) + second * Math.sin((value * Math.PI) / secondPart);

/**
 * GCJ-02 of degrees WGS-84; outside the box around China they stay as they are.
 * @param {number} lng
 * @param {number} lat
 * @returns {[number, number]} longitude, latitude
 */
export function toGcj02(lng, lat) {
  if (!(lng > 72.004 && lng < 137.8347 && lat > 0.8293 && lat < 55.8271)) return [lng, lat];
  const [x, y] = [lng - 105, lat - 35];
  const root = Math.sqrt(Math.abs(x));
  const common = 20 * Math.sin(6 * Math.PI * x) + 20 * Math.sin(2 * Math.PI * x);
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
    ((common + waves(y, 20, 40, 1, 3) + waves(y, 160, 320, 12, 30)) * 2) / 3;
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root +
    ((common + waves(x, 20, 40, 1, 3) + waves(x, 150, 300, 12, 30)) * 2) / 3;
  const flat = 1 - E2 * Math.sin(lat * RAD) ** 2;
  const meridian = (AXIS * (1 - E2)) / (flat * Math.sqrt(flat));
  const parallel = (AXIS / Math.sqrt(flat)) * Math.cos(lat * RAD);
  return [lng + east / parallel / RAD, lat + north / meridian / RAD];
}

/**
 * WGS-84 of degrees GCJ-02: the point that `toGcj02` moves there, found by iteration.
 * @param {number} lng
 * @param {number} lat
 * @returns {[number, number]} longitude, latitude
 */
export function fromGcj02(lng, lat) {
  let [x, y] = [lng, lat];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [movedX, movedY] = toGcj02(x, y);
    [x, y] = [x + lng - movedX, y + lat - movedY];
  }
  return [x, y];
}

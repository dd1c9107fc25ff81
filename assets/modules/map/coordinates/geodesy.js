/* Lengths and areas on the WGS-84 ellipsoid, from degrees. Pure. */

/** @typedef {{ lng: number, lat: number }} Point */

const AXIS = 6378137;
const FLAT = 1 / 298.257223563;
const POLAR = AXIS * (1 - FLAT);
const E2 = FLAT * (2 - FLAT);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;
const ROUNDS = 200;
const CLOSE = 1e-12;

/**
 * Metres along the geodesic between two points. Source: T. Vincenty, Direct and inverse solutions of geodesics on the
 * ellipsoid, Survey Review 23 (1975), inverse formula; half a millimetre, NaN for points almost antipodal.
 * @param {Point} from
 * @param {Point} to
 */
export function distance(from, to) {
  const span = (to.lng - from.lng) * RAD;
  const [u1, u2] = [from, to].map(({ lat }) => Math.atan((1 - FLAT) * Math.tan(lat * RAD)));
  const [s1, c1, s2, c2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = span;
  for (let round = 0; round < ROUNDS; round += 1) {
    const [sl, cl] = [Math.sin(lambda), Math.cos(lambda)];
    const sine = Math.hypot(c2 * sl, c1 * s2 - s1 * c2 * cl);
    if (!sine) return 0;
    const cosine = s1 * s2 + c1 * c2 * cl;
    const sigma = Math.atan2(sine, cosine);
    const azimuth = (c1 * c2 * sl) / sine;
    const square = 1 - azimuth * azimuth;
    const middle = square ? cosine - (2 * s1 * s2) / square : 0;
    const c = (FLAT / 16) * square * (4 + FLAT * (4 - 3 * square));
    const before = lambda;
    lambda = span + (1 - c) * FLAT * azimuth * (sigma + c * sine * (middle + c * cosine * (2 * middle * middle - 1)));
    if (Math.abs(lambda - before) > CLOSE) continue;
    const u = (square * (AXIS * AXIS - POLAR * POLAR)) / (POLAR * POLAR);
    const a = 1 + (u / 16384) * (4096 + u * (u * (320 - 175 * u) - 768));
    const b = (u / 1024) * (256 + u * (u * (74 - 47 * u) - 128));
    const wave = cosine * (2 * middle * middle - 1) - (b / 6) * middle * (4 * sine * sine - 3) * (4 * middle * middle - 3);
    return POLAR * a * (sigma - b * sine * (middle + (b / 4) * wave));
  }
  return NaN;
}

/**
 * q of Snyder's equation 3-12: twice the area between the equator and a latitude, for one radian and a unit axis.
 * @param {number} sine of the latitude
 */
function zone(sine) {
  return (1 - E2) * (sine / (1 - E2 * sine * sine) + Math.atanh(E * sine) / E);
}

const POLE = zone(1);
const RADIUS2 = (AXIS * AXIS * POLE) / 2;

/**
 * Square metres inside a ring of points (closed by itself). Latitudes become authalic ones, for which areas on a sphere
 * are those on the ellipsoid (J. P. Snyder, Map Projections: A Working Manual, USGS 1395, 1987, equations 3-11 to 3-13);
 * the spherical excess of each side against the equator is Todhunter's (Spherical Trigonometry, 1886, art. 103).
 * @param {Point[]} ring
 */
export function area(ring) {
  const halves = ring.map(({ lat }) => Math.tan(Math.asin(Math.max(-1, Math.min(1, zone(Math.sin(lat * RAD)) / POLE))) / 2));
  let excess = 0;
  ring.forEach((here, place) => {
    const next = (place + 1) % ring.length;
    const span = ((ring[next].lng - here.lng) * RAD) / 2;
    excess += 2 * Math.atan2(Math.tan(span) * (halves[place] + halves[next]), 1 + halves[place] * halves[next]);
  });
  return Math.abs(excess) * RADIUS2;
}

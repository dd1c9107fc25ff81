/* A map in GCJ-02, for tile services of that system: data stay in WGS-84, every point is shifted on its way to the screen
   and back on the way from it, so that outlines, cells, points and clicks all fit. */

import { fromGcj02, toGcj02 } from "./gcj02.js";

/** Registers the system under the name that dash-leaflet asks for. */
export function registerGcj02() {
  const mercator = L.Projection.SphericalMercator;
  const projection = {
    ...mercator,
    project(/** @type {L.LatLng} */ point) {
      const [lng, lat] = toGcj02(point.lng, point.lat);
      return mercator.project(L.latLng(lat, lng));
    },
    unproject(/** @type {L.Point} */ point) {
      const { lng, lat } = mercator.unproject(point);
      const [x, y] = fromGcj02(lng, lat);
      return L.latLng(y, x);
    },
  };
  Object.assign(L.CRS, { GCJ02: L.Util.extend({}, L.CRS.EPSG3857, { code: "GCJ-02", projection }) });
}

// Vector tiles of the cells: node vector_tiles.mjs CELLS.geojson FOLDER LOWEST HIGHEST
import { readFileSync, mkdirSync, writeFileSync } from "node:fs";
import GeoJSONVT from "geojson-vt";
import vtpbf from "vt-pbf";

const [source, folder, lowest, highest] = process.argv.slice(2);
const options = { maxZoom: Number(highest), indexMaxZoom: 5, tolerance: 3, extent: 4096, buffer: 64 };
const index = new GeoJSONVT(JSON.parse(readFileSync(source, "utf8")), options);
const [west, south, east, north] = JSON.parse(readFileSync(`${source}.bounds`, "utf8"));
const column = (lon, z) => Math.floor((lon / 360 + 0.5) * 2 ** z);
const row = (lat, z) => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** z);
for (let z = Number(lowest); z <= Number(highest); z += 1) {
  for (let x = column(west, z); x <= column(east, z); x += 1) {
    for (let y = row(north, z); y <= row(south, z); y += 1) {
      const tile = index.getTile(z, x, y);
      mkdirSync(`${folder}/${z}/${x}`, { recursive: true });
      writeFileSync(`${folder}/${z}/${x}/${y}`, tile ? vtpbf.fromGeojsonVt({ cells: tile }) : "");
    }
  }
}

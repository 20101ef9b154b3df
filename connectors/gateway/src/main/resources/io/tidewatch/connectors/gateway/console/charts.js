// Line charts over time. Each stands beside a table with the same numbers.
import uPlot from './uPlot.esm.js';
import { el } from './dom.js';
import { moment } from './texts.js';

const HEIGHT = 200;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * @param label says what it shows
 * @param series names of the lines
 * @param unit what the times are: day or second
 */
export function lines({ label, series, unit }) {
  const plot = el('div', { class: 'plot', role: 'img', 'aria-label': label });
  const legend = el(
    'ul',
    { class: 'legend' },
    series.map((name, i) => el('li', { class: `line-${i + 1}` }, name)),
  );
  const node = el('figure', {}, el('figcaption', {}, label), plot, legend);
  let data = [[], ...series.map(() => [])];
  let chart = null;

  function draw() {
    const width = plot.clientWidth;
    if (width === 0) {
      return;
    }
    if (chart) {
      chart.setSize({ width, height: HEIGHT });
      chart.setData(data);
      return;
    }
    const axis = {
      stroke: colour('--text'),
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { stroke: colour('--line'), width: 1 },
    };
    const options = {
      width,
      height: HEIGHT,
      legend: { show: false },
      cursor: { show: false },
      scales: { y: { range: (u, low, high) => [0, Math.max(1, high * 1.05)] } },
      axes: [
        { ...axis, space: 90, values: (u, times) => times.map((at) => moment(at, unit)) },
        { ...axis, size: 60 },
      ],
      series: [
        {},
        ...series.map((name, i) => ({
          label: name,
          stroke: colour(`--line-${i + 1}`),
          width: 2,
          points: { show: false },
          dash: i === 0 ? undefined : [2 + 4 * i, 3],
        })),
      ],
    };
    chart = new uPlot(options, data, plot);
  }

  const observer = new ResizeObserver(draw);
  observer.observe(plot);
  return {
    node,
    /** Takes the times in seconds, and the values of each line. */
    update: (times, ...values) => {
      data = [times, ...values];
      draw();
    },
    close: () => {
      observer.disconnect();
      chart?.destroy();
    },
  };
}

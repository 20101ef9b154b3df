/** History as events: public data sets, event files and the simulator. */
package io.tidewatch.connectors.history;

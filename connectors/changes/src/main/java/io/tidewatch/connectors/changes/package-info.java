/** Customer records that change in a database of others, as profiles on the topic customers. */
package io.tidewatch.connectors.changes;

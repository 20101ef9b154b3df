/** The records that cross Tidewatch's borders, and the catalogue of the topics that carry them. */
package io.tidewatch.schemas;

/** Reads DL4J zips without DL4J's readers, which run code that a zip brings along. */
package io.tidewatch.training.imports.dl4j;

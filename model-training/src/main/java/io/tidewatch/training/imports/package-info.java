/** Makes releases from model files that other tools wrote; treats the files as hostile. */
package io.tidewatch.training.imports;

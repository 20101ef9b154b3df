/** How many texts the analysis reads in a second, and what memory it takes. */
package io.tidewatch.benchmarks.text;

/** The streaming job that scores every customer. */
package io.tidewatch.scoring;

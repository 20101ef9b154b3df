/** The command dead-letters: what was refused, looked at, mended and sent again. */
package io.tidewatch.platform.letters;

/** Which word of a sentence depends on which other one, learned from treebanks. */
package io.tidewatch.text.syntax;

/** The numbered requirements. */
package gpcm.cli.requirements;

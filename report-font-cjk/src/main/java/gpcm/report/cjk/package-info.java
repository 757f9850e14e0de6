/** The font that the report needs for Chinese and Japanese. */
package gpcm.report.cjk;

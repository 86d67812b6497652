/**
 * Films painted by the graphics processor: their 16 bits are a texture, and the window is applied to
 * each pixel of the screen.
 *
 * @module
 */
import type { Size } from "./geometry.ts";
import { type Painter, type Picture, visiblePart } from "./painter.ts";
import type { FilmPixels, Level } from "./pixels.ts";
import { windowEnds } from "./window.ts";

const VERTICES = `#version 300 es
void main() {
  // One triangle that covers the frame.
  gl_Position = vec4(gl_VertexID == 1 ? 3.0 : -1.0, gl_VertexID == 2 ? 3.0 : -1.0, 0.0, 1.0);
}`;

/** Integers cannot be blended by the hardware, so the four pixels around a point are blended here. */
const FRAGMENTS = `#version 300 es
precision highp float;
precision highp usampler2D;
uniform usampler2D film;
uniform mat3 toLevel;
uniform float frameHeight;
uniform vec2 window;
uniform bool inverted;
out vec4 colour;
void main() {
  vec2 place = (toLevel * vec3(gl_FragCoord.x, frameHeight - gl_FragCoord.y, 1.0)).xy;
  ivec2 last = textureSize(film, 0) - 1;
  if (any(lessThan(place, vec2(0.0))) || any(greaterThan(place, vec2(last + 1)))) {
    colour = vec4(0.0);
    return;
  }
  vec2 corner = floor(place - 0.5);
  vec2 part = place - 0.5 - corner;
  ivec2 first = clamp(ivec2(corner), ivec2(0), last);
  ivec2 second = clamp(ivec2(corner) + 1, ivec2(0), last);
  float upper = mix(float(texelFetch(film, first, 0).r),
    float(texelFetch(film, ivec2(second.x, first.y), 0).r), part.x);
  float lower = mix(float(texelFetch(film, ivec2(first.x, second.y), 0).r),
    float(texelFetch(film, second, 0).r), part.x);
  float value = mix(upper, lower, part.y) / 65535.0;
  float shade = clamp((value - window.x) / (window.y - window.x), 0.0, 1.0);
  colour = vec4(vec3(inverted ? 1.0 - shade : shade), 1.0);
}`;

/** What renderers call themselves that have no graphics processor. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;

type UniformName = "toLevel" | "frameHeight" | "window" | "inverted";

/** See the module. */
export class WebglPainter implements Painter {
  readonly canvas: HTMLCanvasElement;
  readonly #context: WebGL2RenderingContext;
  readonly #uniforms: Readonly<Record<UniformName, WebGLUniformLocation | null>>;
  readonly #largest: number;
  #film: FilmPixels | undefined;
  readonly #textures = new Map<Level, WebGLTexture>();

  private constructor(canvas: HTMLCanvasElement, context: WebGL2RenderingContext) {
    this.canvas = canvas;
    this.#context = context;
    this.#largest = context.getParameter(context.MAX_TEXTURE_SIZE);
    const program = linkedProgram(context);
    context.useProgram(program);
    const at = (name: UniformName) => context.getUniformLocation(program, name);
    this.#uniforms = {
      toLevel: at("toLevel"),
      frameHeight: at("frameHeight"),
      window: at("window"),
      inverted: at("inverted"),
    };
  }

  /** A painter, undefined where the browser has no such graphics. */
  static open(): WebglPainter | undefined {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("webgl2", {
      failIfMajorPerformanceCaveat: true,
      antialias: false,
      depth: false,
    });
    return context === null ? undefined : new WebglPainter(canvas, context);
  }

  /** Whether a graphics processor does the work, and no program in its place. */
  get isInHardware(): boolean {
    const context = this.#context;
    const extension = context.getExtension("WEBGL_debug_renderer_info");
    const name = context.getParameter(extension?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER);
    return !SOFTWARE.test(String(name));
  }

  /** Whether its textures are large enough, and the graphics processor is still there. */
  canPaint({ width, height }: Size): boolean {
    return Math.max(width, height) <= this.#largest && !this.#context.isContextLost();
  }

  /** Paints the film, whose levels become textures as they are needed. */
  paint(picture: Picture): void {
    const { film, windowing, transform, frame } = picture;
    const { canvas } = this;
    const context = this.#context;
    if (this.#film !== film) this.#forget();
    this.#film = film;
    if (canvas.width !== frame.width) canvas.width = frame.width;
    if (canvas.height !== frame.height) canvas.height = frame.height;
    const { level, size } = visiblePart({ ...picture, isBrief: false });
    this.#bind(level);
    const [a, b, c, d, e, f] = transform.matrix;
    const determinant = size * (a * d - b * c);
    // On whole pixels of the screen, so that a film at 1:1 is sharp.
    const [x, y] = [Math.round(e), Math.round(f)];
    const { toLevel, frameHeight, window, inverted } = this.#uniforms;
    context.viewport(0, 0, frame.width, frame.height);
    context.uniformMatrix3fv(
      toLevel,
      false,
      [d, -b, 0, -c, a, 0, c * y - d * x, b * x - a * y, determinant]
        .map((entry) => entry / determinant),
    );
    context.uniform1f(frameHeight, frame.height);
    const { low, high } = windowEnds(windowing, film);
    context.uniform2f(window, low, high);
    context.uniform1i(inverted, Number(windowing.inverted));
    context.drawArrays(context.TRIANGLES, 0, 3);
  }

  #bind(level: Level): void {
    const context = this.#context;
    const known = this.#textures.get(level);
    if (known !== undefined) return context.bindTexture(context.TEXTURE_2D, known);
    const texture = context.createTexture();
    this.#textures.set(level, texture);
    context.bindTexture(context.TEXTURE_2D, texture);
    context.pixelStorei(context.UNPACK_ALIGNMENT, 2);
    for (const filter of [context.TEXTURE_MIN_FILTER, context.TEXTURE_MAG_FILTER]) {
      context.texParameteri(context.TEXTURE_2D, filter, context.NEAREST);
    }
    const { width, height, values } = level;
    const { TEXTURE_2D, R16UI, RED_INTEGER, UNSIGNED_SHORT } = context;
    context.texImage2D(TEXTURE_2D, 0, R16UI, width, height, 0, RED_INTEGER, UNSIGNED_SHORT, values);
  }

  #forget(): void {
    for (const texture of this.#textures.values()) this.#context.deleteTexture(texture);
    this.#textures.clear();
  }
}

/** @throws {Error} if the shaders do not compile, which only a mistake in them can do */
function linkedProgram(context: WebGL2RenderingContext): WebGLProgram {
  const program = context.createProgram();
  for (
    const [type, source] of [
      [context.VERTEX_SHADER, VERTICES],
      [context.FRAGMENT_SHADER, FRAGMENTS],
    ] as const
  ) {
    const shader = context.createShader(type)!;
    context.shaderSource(shader, source);
    context.compileShader(shader);
    context.attachShader(program, shader);
  }
  context.linkProgram(program);
  if (!context.getProgramParameter(program, context.LINK_STATUS) && !context.isContextLost()) {
    throw new Error(context.getProgramInfoLog(program) ?? undefined);
  }
  return program;
}

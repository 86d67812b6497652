#!/usr/bin/env bash
# Packs `deno task bench gpu` with Deno, its packages and a Vulkan loader into one archive, for a
# Linux machine with a GPU and its driver and nothing else. There, one line runs it:
#
#     tar -xzf gpu-bench.tar.gz && gpu-bench/run.sh --sizes 64,224 --batches 32,128,256
#
# PyTorch is compared with where `python3` has it with CUDA. The CUDA libraries of ONNX Runtime are
# not carried along (they are larger than all the rest).
set -euo pipefail
cd "$(dirname "$0")/.."
archive=$(realpath "${1:-gpu-bench.tar.gz}")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
out=$work/gpu-bench
mkdir -p "$out/node_modules" "$out/lib"

deno bundle --quiet --platform deno --external onnxruntime-node --external onnxruntime-web \
  --output "$out/gpu.js" bench/gpu.ts
cp bench/engine_torch.py "$out/"
cp "$(deno eval 'console.log(Deno.execPath())')" "$out/deno"

runtime=$(realpath node_modules/onnxruntime-node)
cp -rL "$runtime" "$runtime/../onnxruntime-common" "$out/node_modules/"
find "$out/node_modules/onnxruntime-node/bin" -mindepth 2 -maxdepth 2 ! -name linux -exec rm -rf {} +
rm -rf "$out/node_modules/onnxruntime-node/bin/"*/linux/arm64
echo '{}' >"$out/package.json"

loader=$(ldconfig -p | awk '/libvulkan.so.1 .*x86-64/ { print $NF; exit }')
[ -z "$loader" ] || cp -L "$loader" "$out/lib/libvulkan.so.1"
cat >"$out/lib/nvidia_icd.json" <<'END'
{ "file_format_version": "1.0.0", "ICD": { "library_path": "libGLX_nvidia.so.0", "api_version": "1.3" } }
END
cat >"$out/run.sh" <<'END'
#!/bin/sh
# NVIDIA's driver in a container often comes without the file that tells Vulkan of it.
cd "$(dirname "$0")" || exit 1
export LD_LIBRARY_PATH="${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$PWD/lib" PYTHON="${PYTHON:-python3}"
if ! ls /usr/share/vulkan/icd.d/*.json /etc/vulkan/icd.d/*.json 2>/dev/null | grep -q .; then
  export VK_ICD_FILENAMES="$PWD/lib/nvidia_icd.json"
fi
exec ./deno run -A --node-modules-dir=manual gpu.js "$@"
END
chmod +x "$out/run.sh"
tar -czf "$archive" -C "$work" gpu-bench
du -h "$archive"

import { fullName, type Repository } from '../repositories.ts';

/** Where the pages lie; the same places as on GitHub, so its habits and links work. */
export const addresses = {
  home: '/',
  style: '/-/style.css',
  actAs: '/-/act-as',
  repository: (repository: Repository) => `/${fullName(repository)}`,
  folder: (repository: Repository, ref: string, path = '') => `${inside(repository, 'tree')}/${joined(ref, path)}`,
  file: (repository: Repository, ref: string, path: string) => `${inside(repository, 'blob')}/${joined(ref, path)}`,
  branches: (repository: Repository) => inside(repository, 'branches'),
  commits: (repository: Repository, ref: string) => `${inside(repository, 'commits')}/${encoded(ref)}`,
  commit: (repository: Repository, commit: string) => `${inside(repository, 'commit')}/${commit}`,
  checkRun: (repository: Repository, id: number) => `${inside(repository, 'runs')}/${id}`,
  pulls: (repository: Repository) => inside(repository, 'pulls'),
  pull: (repository: Repository, number: number, part: '' | 'commits' | 'files' = '') =>
    `${inside(repository, 'pull')}/${number}${part && `/${part}`}`,
  act: (repository: Repository, number: number, act: string) => `${inside(repository, 'pull')}/${number}/${act}`,
};

function inside(repository: Repository, place: string): string {
  return `/${fullName(repository)}/${place}`;
}

function joined(ref: string, path: string): string {
  return encoded(path === '' ? ref : `${ref}/${path}`);
}

function encoded(path: string): string {
  return path.toWellFormed().split('/').map(encodeURIComponent).join('/');
}
